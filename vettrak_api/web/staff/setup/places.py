"""The set-up of divisions and locations."""

from sqlalchemy.orm import aliased

from vettrak_api.model.reference import Division, Location
from vettrak_api.rules.reference.setup import broken_place_of_division
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.inputs import CHOICE, TICK, Form, Input, Part
from vettrak_api.web.staff.setup.options import divisions, states
from vettrak_api.web.staff.setup.records import Column, Records, listing

ADDRESS = Part(
    "Address",
    (
        (Input("building", "Building"), Input("unit_details", "Unit, level or room", width="w-6")),
        (Input("street_number", "Number", width="w-6"), Input("street_name", "Street")),
        (
            Input("city", "Suburb or town"),
            Input("state_id", "State", look=CHOICE, options=states, width="w-6"),
            Input("postcode", "Postcode", width="w-3"),
        ),
        Input("country", "Country", "Leave blank for Australia"),
    ),
)

LOCATIONS = Records(
    form=Form(
        BY_NAME["locations"],
        (
            Part(
                "What",
                (
                    (Input("code", "Code", "Up to 10 characters, unique", "w-6"), Input("name", "Name")),
                    Input("description", "Description", "For staff: how to find it, whom to ask"),
                ),
            ),
            ADDRESS,
            Part(
                "How it is used",
                (
                    Input("loading", "Loading", "A number that price lists use; leave blank for none", "w-6"),
                    Input("active", "In use", "Untick it when no more training happens there", look=TICK),
                    Input(
                        "payment_default",
                        "People pay here",
                        "Counts for payments that name no location; of several, the oldest one",
                        look=TICK,
                    ),
                ),
            ),
        ),
    ),
    noun="location",
    nouns="locations",
    purpose="Where training happens, and where people pay.",
    about="A place where training happens.",
    empty="There is no location yet. Occurrences do without one, but people like to know where to go.",
    listing=listing(Location, Location.city, Location.postcode, title=Location.name, code=Location.code),
    columns=(Column("Suburb or town", "city"), Column("Postcode", "postcode")),
    searched=(Location.code, Location.name, Location.city),
)

_ABOVE = aliased(Division)

DIVISIONS = Records(
    form=Form(
        BY_NAME["divisions"],
        (
            Part(
                "What",
                (
                    Input("name", "Name"),
                    Input("parent_id", "Belongs to", "The division above it", look=CHOICE, options=divisions),
                ),
            ),
        ),
    ),
    noun="division",
    nouns="divisions",
    purpose="Parts of your organisation. Clients, enrolments and staff belong to one.",
    about="A part of your organisation. All divisions but the first belong to another one.",
    empty="There is no division.",
    listing=listing(Division, _ABOVE.name.label("above"), title=Division.name).outerjoin(
        _ABOVE, _ABOVE.id == Division.parent_id
    ),
    columns=(Column("Belongs to", "above"),),
    searched=(Division.name,),
    judges=(broken_place_of_division,),
)
