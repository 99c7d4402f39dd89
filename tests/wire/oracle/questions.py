"""All questions, and those whose answers are not made cases."""

from __future__ import annotations

from ask import QUESTIONS
from envelopes import ask_envelope
from oddities import ask_order
from parameters import ask_lists, ask_objects, ask_parameters, ask_results
from transport import ask_actions, ask_content_types, ask_headers, ask_targets
from values import ask_booleans, ask_nil, ask_numbers, ask_text, ask_times

LEFT_OUT = {
    "The action contradicts the body, or the body names nothing known: the engine runs the action's operation.": [
        "action_other",
        "action_12_other",
        "action_12_on_11_other",
        "action_12_soapaction_other",
        "action_unknown_body",
        "envelope_two_operations_action",
        "order_action_enc",
    ],
    "An element where a value belongs: the engine takes its text and silently drops all that follows.": [
        "int_child",
        "maybe_int_child",
        "decimal_child",
        "flag_as_child",
        "when_child",
        "text_only_child",
        "text_child_then_text",
    ],
    "No charset, or an unknown one: the engine reads ASCII and turns every other character into a question mark.": [
        "encoding_broken_utf8_no_charset",
        "encoding_charset_utf8_unofficial",
        "encoding_declared_ascii",
        "encoding_declared_nope",
        "encoding_declared_utf8_unofficial",
        "encoding_latin1_declared",
        "encoding_latin1_undeclared",
        "encoding_utf8_declared_utf16",
        "encoding_windows1252_declared",
        "encoding_utf16le_declared",
    ],
    "Not well-formed, but the engine does not notice.": ["order_param_before_after", "order_trailing_null"],
    "The engine answers an HTML page with a trace, or fails inside.": [
        "envelope_json",
        "type_02",
        "order_just_quote",
    ],
    "The value depends on the day of the call: refused instead.": [
        "when_day",
        "when_day_offset",
        "when_only_month",
        "when_only_month_dashes",
        "when_time",
        "when_time_fraction_z",
        "when_time_z",
    ],
    "How many replacement characters a broken sequence becomes differs between decoders.": ["encoding_surrogate_utf8"],
}
"""Questions whose answers are not made cases, and why; `record.py --all` writes them too."""

for part in (
    ask_numbers,
    ask_booleans,
    ask_times,
    ask_nil,
    ask_text,
    ask_lists,
    ask_parameters,
    ask_objects,
    ask_results,
    ask_envelope,
    ask_headers,
    ask_actions,
    ask_content_types,
    ask_targets,
    ask_order,
):
    part()

__all__ = ["LEFT_OUT", "QUESTIONS"]
