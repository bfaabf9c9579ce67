"""Every flow, in the order of choice."""

from dialogs.flows import (
    ask_case_status,
    ask_policy,
    ask_review,
    asked,
    beside_alarm,
    beware,
    cancel,
    change_language,
    check_eligibility,
    check_in,
    complain,
    consent,
    menu,
    my_data,
    report_emergency,
    report_hardship,
    request_human,
    small_talk,
    update_case,
)
from dialogs.types import Flow

_LISTED = [
    report_emergency.FLOW,
    beside_alarm.FLOW,
    beware.FLOW,
    *consent.FLOWS,
    change_language.FLOW,
    my_data.FLOW,
    report_hardship.FLOW,
    update_case.FLOW,
    ask_case_status.FLOW,
    ask_policy.FLOW,
    check_eligibility.FLOW,
    ask_review.FLOW,
    asked.FLOW,
    check_in.FLOW,
    request_human.FLOW,
    complain.FLOW,
    cancel.FLOW,
    menu.FLOW,
    small_talk.FLOW,
]

FLOWS: dict[str, Flow] = {flow.name: flow for flow in _LISTED}
