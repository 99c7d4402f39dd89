"""Wire types of the area additional_data."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, ListOf, NullableInt, String
from vettrak_api.contract.types_common import TAuthenticate


class FilterCriteria(ComplexModel):
    """One condition that a record must meet."""

    __type_name__ = "FilterCriteria"

    Field = String  # The name of the field that is looked at.
    Operator = String  # How it is compared. Codes: additional-data-operator.
    Value = String  # What it is compared with, written as text; several values are separated by commas.


class ReturnField(ComplexModel):
    """One column that is wanted."""

    __type_name__ = "ReturnField"

    Field = String  # The name of the field to be shown.
    # What is told of many records at once; blank for the value itself. Codes: additional-data-aggregate.
    Aggregate = String


class SortCriteria(ComplexModel):
    """One field to sort by."""

    __type_name__ = "SortCriteria"

    Field = String  # The name of the field that decides.
    SortOrder = String  # In which direction; blank is Ascending. Codes: additional-data-order.


class ValidValueDefinition(ComplexModel):
    """A value that a field of the additional data may hold."""

    __type_name__ = "ValidValueDefinition"

    FieldValue = String  # What is stored and compared.
    ValueDescription = String  # What it means.


class FieldDefinition(ComplexModel):
    """What is to be known of one field of the additional data."""

    __type_name__ = "FieldDefinition"

    FieldName = String  # What conditions, columns and updates call it.
    FieldType = String  # How its value is written. Codes: additional-data-field-type.
    FieldDescription = String  # What it holds, in a sentence.
    # How many characters a free text may have; null for values from a list and for all that is no text.
    MaximumLength = NullableInt
    IsUpdateable = Boolean  # Whether the update operations take it.
    # The values that it may hold, where they are fixed; absent where they are not.
    ValidValuesList = ListOf(ValidValueDefinition)


class QueryResult(ComplexModel):
    """The outcome of the call with a table of values."""

    __type_name__ = "QueryResult"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Fields = ListOf(String)  # The names of the columns, in order.
    Values = ListOf(ListOf(String))  # One list of texts for each record, one text for each column.


class TAuthString(ComplexModel):
    """The outcome of the call with a text."""

    __type_name__ = "TAuthString"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Text = String  # What was asked for, as it was stored; blank when there is nothing.


class TAuthFieldList(ComplexModel):
    """The outcome of the call with the fields of the entity."""

    __type_name__ = "TAuthFieldList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    FieldList = ListOf(FieldDefinition)  # The fields of the entity; empty when nothing was found.
