"""Wire types of the area additional_data."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, ListOf, NullableInt, String
from vettrak_api.contract.types_common import TAuthenticate


class FilterCriteria(ComplexModel):
    """Observed order."""

    __type_name__ = "FilterCriteria"

    Field = String  # field name
    Operator = String  # see QueryAdditionalData; an enumeration in the original
    Value = String  # value as text


class ReturnField(ComplexModel):
    """Field observed; an aggregate is documented without name."""

    __type_name__ = "ReturnField"

    Field = String  # field name
    Aggregate = String  # blank, Count, Sum, Min, Max or Average


class SortCriteria(ComplexModel):
    """Class documented, members inferred."""

    __type_name__ = "SortCriteria"

    Field = String  # field name
    SortOrder = String  # Ascending or Descending


class ValidValueDefinition(ComplexModel):
    """Order observed."""

    __type_name__ = "ValidValueDefinition"

    FieldValue = String  # value
    ValueDescription = String  # meaning


class FieldDefinition(ComplexModel):
    """Order observed; a captured response shows MaximumLength as xsi:nil."""

    __type_name__ = "FieldDefinition"

    FieldName = String  # name
    FieldType = String  # String, Integer, Decimal, Date or DateTime
    FieldDescription = String  # description
    MaximumLength = NullableInt  # null unless a plain String
    IsUpdateable = Boolean  # may be set by the update functions
    ValidValuesList = ListOf(ValidValueDefinition)  # fixed values; null when there are none


class QueryResult(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "QueryResult"

    Auth = TAuthenticate  # outcome of the call (member documented, name inferred)
    Fields = ListOf(String)  # column names
    Values = ListOf(ListOf(String))  # rows


class TAuthString(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAuthString"

    Auth = TAuthenticate  # outcome of the call
    Text = String  # the text


class TAuthFieldList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthFieldList"

    Auth = TAuthenticate  # outcome of the call
    FieldList = ListOf(FieldDefinition)  # field definitions
