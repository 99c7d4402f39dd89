"""Codes that the curriculum API knows from the beginning: those that its document prints, and their likes by pattern.

Feeding systems add their own.
"""

UNIT_ACTIVE, PROGRAM_ACTIVE, ASSESSMENT_ACTIVE = "UNIT_ACTIVE", "PROGRAM_ACTIVE", "ASSESSMENT_ACTIVE"
COMPETENCY_UNIT, STANDARD_FEE, FEE_TYPE, ONLINE = "COMPETENCY_UNIT", "STANDARD_FEE", "FEE_TYPE", "ONLINE"

CODE_ITEMS = (
    ("UNIT_CATEGORY", "2", "VET"),
    (FEE_TYPE, STANDARD_FEE, "Standard Fee"),
    ("ASSESSMENT_TYPE", COMPETENCY_UNIT, "Unit of competency"),
    ("PROGRAM_TYPE", "COURSEWORK", "Coursework"),
    ("PROGRAM_LEVEL", "VET", "VET"),
    ("STUDY_AREA", "BUS", "Business"),
    ("FUNDING_TYPE", "UPFRONT_FEES", "Upfront fees"),
    ("FUNDING_TYPE", "FEE_HELP", "FEE-HELP"),
    ("PROGRAM_UNIT_CONSTRAINT_TYPE", "CORE_UNIT", "Core unit"),
    ("PROGRAM_UNIT_CONSTRAINT_TYPE", "ELECTIVE_UNIT", "Elective unit"),
    ("DELIVERY_MODE", ONLINE, "Online"),
    ("AVETMISS_DELIVERY_MODE", "10", "Classroom-based"),
    ("AVETMISS_DELIVERY_MODE", "20", "Electronic-based"),
    ("AVETMISS_DELIVERY_MODE", "30", "Employment-based"),
    ("AVETMISS_DELIVERY_MODE", "40", "Other delivery"),
    ("AVETMISS_DELIVERY_MODE", "90", "Not applicable, recognition of prior learning"),
    ("UNIT_GRADE_TYPE", "UNIT_GRADE", "Unit grade"),
    ("ASSESSMENT_GRADE_TYPE", "ASSESSMENT_GRADE", "Assessment grade"),
)
"""The set, the code and its description; the id of each is its code."""

STATUS_ITEMS = (
    ("UNIT_STATUS", UNIT_ACTIVE, "Active"),
    ("UNIT_STATUS", "UNIT_INACTIVE", "Inactive"),
    ("UNIT_STATUS", "UNIT_ARCHIVED", "Archived"),
    ("PROGRAM_STATUS", PROGRAM_ACTIVE, "Active"),
    ("PROGRAM_STATUS", "PROGRAM_INACTIVE", "Inactive"),
    ("PROGRAM_STATUS", "PROGRAM_ARCHIVED", "Archived"),
    ("ASSESSMENT_STATUS", ASSESSMENT_ACTIVE, "Active"),
    ("ASSESSMENT_STATUS", "ASSESSMENT_INACTIVE", "Inactive"),
)
