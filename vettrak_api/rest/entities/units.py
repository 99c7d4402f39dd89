"""Units of study."""

from vettrak_api.model.programmes import Unit
from vettrak_api.reference_data.curriculum import UNIT_ACTIVE
from vettrak_api.rest.entities.holding import holding
from vettrak_api.rest.records import FIXED, Entity, Field
from vettrak_api.rest.values import LONG, amount, code, flag, identifier, text
from vettrak_api.rules.curriculum.units import create_unit, update_unit
from vettrak_api.views.curriculum import UNITS

UNIT = Entity(
    "Unit",
    "A unit of study, from which scheduled units are copied. Training systems see it as a unit of the same code.",
    UNITS,
    (
        Field("eduUnitId", identifier(12), "Unit code, chosen by the caller once.", FIXED, True, example="ICX1234"),
        Field("eduOtherUnitId", text(20), "Code that people see.", is_required=True, example="ICX1234"),
        Field("eduProviderOtherUnitId", text(50), "External unit code, such as that of a learning system."),
        Field("unitName", text(255), "Name.", is_required=True, example="Example Unit Name"),
        Field("unitCategory", code(20), "Category: a code of UNIT_CATEGORY.", example="2"),
        Field(
            "unitStatusId", code(20), "Status: a status of UNIT_STATUS.", is_kept=True, default=UNIT_ACTIVE,
            example=UNIT_ACTIVE,
        ),
        Field("providerPartyId", text(20), "Provider.", default="10000", example="10000"),
        Field("creditStatement", text(255), "Credit points or hours."),
        Field("pgradEftsuLoad", amount(4, most=999_999), "Study load (EFTSL), postgraduate.", example="0.0"),
        Field("ugradEftsuLoad", amount(4, most=999_999), "Study load (EFTSL), VET, undergraduate.", example="0.0625"),
        Field("description", text(LONG), "Description."),
        Field("requirements", text(LONG), "Requirements."),
        Field("destDiscipline", code(10), "HEIMS discipline code.", example="80300"),
        Field("destWorkExperienceIndicator", code(10), "HEIMS work experience indicator.", example="0"),
        Field("method", code(20), "How it is delivered: a code of DELIVERY_MODE.", example="ONLINE"),
        Field("avet018", code(20), "AVETMISS delivery mode: a code of AVETMISS_DELIVERY_MODE.", example="20"),
        Field("avet040", amount(), "Nominal hours.", example="60"),
        Field("avet058", amount(), "Scheduled hours.", example="60"),
        Field("avet078", flag(), "Whether it belongs to a VET in Schools program.", example="N"),
    ),
    update_unit,
    holding(Unit),
    create_unit,
)  # fmt: skip
