"""The same ScheduledUnitFee behind FastAPI: typed models, Basic authentication, and the very rules and SQL of ours."""

from datetime import datetime
from decimal import Decimal

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel, ConfigDict, Field

from vettrak_api.database.connections import Lease
from vettrak_api.errors import LoginRefused
from vettrak_api.model.audit import Author
from vettrak_api.rest.entities.schedules import SCHEDULED_UNIT_FEE
from vettrak_api.rules.curriculum.scheduling import create_scheduled_unit_fee

basic = HTTPBasic()


class NewSchedule(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    eduUnitId: str = Field(max_length=12)  # noqa: N815 - the wire's name
    eduOtherUnitId: str | None = Field(None, max_length=20)  # noqa: N815
    eduProviderOtherUnitId: str | None = Field(None, max_length=50)  # noqa: N815
    unitName: str | None = Field(None, max_length=255)  # noqa: N815
    unitStatusId: str | None = Field(None, max_length=20)  # noqa: N815
    providerPartyId: str | None = Field(None, max_length=20)  # noqa: N815
    startDate: str | None = None  # noqa: N815
    endDate: str | None = None  # noqa: N815
    fee: Decimal | None = Field(None, ge=0, decimal_places=2)
    feeTypeId: str | None = Field(None, max_length=20)  # noqa: N815
    description: str | None = Field(None, max_length=255)
    modeOfDelivery: str | None = Field(None, max_length=20)  # noqa: N815
    flexibleLearning: bool | None = None  # noqa: N815
    maximumParticipants: int | None = Field(None, ge=0)  # noqa: N815


class Schedule(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="allow")

    eduScheduledUnitId: str  # noqa: N815
    eduUnitId: str  # noqa: N815
    eduOtherUnitId: str | None  # noqa: N815
    unitName: str | None  # noqa: N815
    fee: str | None
    scheduledFees: list[dict[str, str | None]]  # noqa: N815
    scheduledAssessments: list[dict[str, str | None]]  # noqa: N815


def build(runtime):
    """Return the ASGI application for one installation."""
    application = FastAPI()

    @application.post("/ScheduledUnitFee", status_code=201, response_model=Schedule)
    def create(body: NewSchedule, credentials: HTTPBasicCredentials = Depends(basic)):  # noqa: B008, FAST002
        lease = Lease(runtime.database)
        with lease:
            try:
                caller = runtime.login.caller(credentials.username, credentials.password, "127.0.0.1", lease)
            except LoginRefused:
                raise HTTPException(401) from None
            if not caller.api_role:
                raise HTTPException(403)
            told = body.model_dump(exclude_none=True)
            for name in ("startDate", "endDate"):
                if name in told:
                    told[name] = datetime.strptime(told[name], "%Y%m%dT%H:%M:%S")
            author = Author(caller.identifier, "POST ScheduledUnitFee", runtime.clock.now())
            with lease.writing(author) as session:
                number = create_scheduled_unit_fee(session, told)
                row = SCHEDULED_UNIT_FEE.listing.get(session, number)
                return SCHEDULED_UNIT_FEE.answer(session, [row])[0]

    return application
