#!/bin/sh
# Feeds a unit, a program and a schedule with curl; prints the record of the schedule.
set -eu
BASE=${BASE:-http://127.0.0.1:8000/api/rest/v1}
LOGIN=${LOGIN:?name:password of an account with the API role}
CODE=${CODE:-A}

create() {
    curl --silent --show-error --fail-with-body --user "$LOGIN" --header 'Content-Type: application/json' \
        --data "$2" "$BASE/$1"
    echo
}

create Competency "{\"competencyId\": \"ABC10203$CODE\", \"competencyName\": \"Serve beer\", \"nationallyAgreedHours\": \"60\"}"
create Unit "{\"eduUnitId\": \"ICX1234$CODE\", \"eduOtherUnitId\": \"ICX1234\", \"unitName\": \"Beer\", \"avet018\": \"20\"}"
create UnitCompetency "{\"eduUnitId\": \"ICX1234$CODE\", \"competencyId\": \"ABC10203$CODE\"}"
create Program "{\"eduProgramId\": \"DipBeer$CODE\", \"programName\": \"Diploma of Beer\", \"allowOnlineApplication\": \"YES\"}"
create ProgramUnitConstraint \
    "{\"eduProgramId\": \"DipBeer$CODE\", \"eduUnitId\": \"ICX1234$CODE\", \"constraintTypeId\": \"CORE_UNIT\"}"
create ScheduledUnitFee \
    "{\"eduUnitId\": \"ICX1234$CODE\", \"startDate\": \"20300201\", \"endDate\": \"20301130\", \"fee\": \"1000.00\",
      \"maximumParticipants\": \"20\"}"
