"""Competencies, and the items of code sets."""

from vettrak_api.model.curriculum import CodeItem, Competency, StatusItem
from vettrak_api.rest.entities.holding import holding
from vettrak_api.rest.records import FIXED, Entity, Field
from vettrak_api.rest.values import amount, code, flag, identifier, text, whole
from vettrak_api.rules.curriculum.codes import (
    create_code_item,
    create_status_item,
    update_code_item,
    update_status_item,
)
from vettrak_api.rules.curriculum.units import create_competency, update_competency
from vettrak_api.views.curriculum import CODE_ITEMS, COMPETENCIES, STATUS_ITEMS

COMPETENCY = Entity(
    "Competency",
    "A nationally recognised unit of competency.",
    COMPETENCIES,
    (
        Field("competencyId", identifier(12), "National code, told once.", FIXED, True, example="ABC10203"),
        Field("competencyName", text(255), "Name.", is_required=True, example="Example Competency Name"),
        Field("nationallyAgreedHours", amount(), "Nationally agreed hours.", example="60"),
        Field("fieldOfEducation", code(10), "Field of education, six digits.", example="080301"),
        Field("typeFlag", code(1), "M for a module, C for a competency.", example="C"),
    ),
    update_competency,
    holding(Competency),
    create_competency,
)


def _items(key: str, code_set: str, of: str) -> tuple[Field, ...]:
    return (
        Field(key, identifier(20), "Key, chosen by the caller once.", FIXED, True, example=f"MY_{of}"),
        Field(code_set, identifier(40), "The set that it belongs to.", FIXED, True, example=f"UNIT_{of}"),
        Field("code", code(20), "What records hold; once only in its set.", FIXED, more="the key"),
        Field("description", text(255), "What people read.", is_required=True),
        Field("sequence", whole(9999), "Its place in the set."),
        Field("visible", flag(), "N retires it: records that hold it keep it.", is_kept=True, default="Y"),
    )


CODE_ITEM = Entity(
    "CodeItem",
    "A code of a set, such as UNIT_CATEGORY or FEE_TYPE.",
    CODE_ITEMS,
    _items("codeId", "codeTypeId", "CATEGORY"),
    update_code_item,
    holding(CodeItem),
    create_code_item,
)
STATUS_ITEM = Entity(
    "StatusItem",
    "A status of a set, such as UNIT_STATUS or ASSESSMENT_STATUS.",
    STATUS_ITEMS,
    _items("statusId", "statusTypeId", "STATUS"),
    update_status_item,
    holding(StatusItem),
    create_status_item,
)
