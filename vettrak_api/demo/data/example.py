"""The example of the interface's original document: Beer Appreciation, with John Smith enrolled.

The document's class dates are of September 2008 and their days and weekdays do not agree; here the weekdays
hold, and the first Monday is that of last week, so that the occurrence runs today.
"""

import datetime
from decimal import Decimal

from vettrak_api.demo.data.courses import BEER
from vettrak_api.demo.data.learning import Learning
from vettrak_api.demo.data.offers import Offer, Plan, add_class, add_offer, add_price
from vettrak_api.demo.data.roles import Casting

CLASSES = ((0, 18, 21, "A1"), (8, 18, 21, "B21"), (18, 13, 17, "C321"), (25, 16, 18, "A1"))
"""Days after the first Monday, hours from and to, and room: Monday, Tuesday, Friday and Friday."""

CONCESSIONS = (("PENS", Decimal(50)), ("CHILD", Decimal(20)))
"""Prices besides the full fee, of which a web site lets people choose one."""

LOCATION = "MELB"


def add_example(casting: Casting, learning: Learning, trainer: int, enrolled: list[int]) -> Offer:
    """Add the occurrence, new to the LMS, and enrol people in it."""
    batch, foundation = casting.batch, casting.foundation
    monday = casting.today - datetime.timedelta(days=casting.today.weekday() + 7)
    plan = Plan(
        BEER,
        monday,
        LOCATION,
        lms=True,
        web_published=True,
        trainers=(trainer,),
        classes=0,
        last_day=monday + datetime.timedelta(days=CLASSES[-1][0]),
    )
    offer = add_offer(batch, foundation, casting.random, plan)
    for place, (days, hour, until, room) in enumerate(CLASSES, 1):
        day = offer.start + datetime.timedelta(days=days)
        add_class(batch, offer, place, day.replace(hour=hour), day.replace(hour=until), room)
    for code, amount in CONCESSIONS:
        add_price(batch, offer, foundation.price_items[code], amount)
    for client_id in enrolled:
        learning.enrol(offer, client_id, status="Active")
    return offer
