"""Area sms: the state of the SMS service, and text messages to clients and numbers."""

import datetime

from vettrak_api.calls.call import Call, Members, operation
from vettrak_api.contract.parameters import TSMSRecipient
from vettrak_api.errors import InvalidInput
from vettrak_api.outbox.sms_account import UNCOUNTED, sms_state
from vettrak_api.rules.sms.orders import judged_sender, known_provider, message_parts, schedule, with_plain_lines
from vettrak_api.rules.sms.sending import MESSAGES, Order, Recipient, Sending, send_to_number, send_to_recipients
from vettrak_api.rules.validation import trimmed

NOT_SET_UP, ONLINE, OFFLINE = 0, 1, 2


@operation
def GetSMSStatus(call: Call) -> Members:
    """Tell whether text messages can be sent and how many are left, as the last look at the gateway found."""
    state = sms_state(call.reader, call.settings)
    if not state.is_set_up:
        status, message = NOT_SET_UP, "The SMS service is not set up."
    elif state.unreachable is not None:
        since = datetime.datetime.fromtimestamp(state.unreachable // 1000, call.settings.zone)
        status, message = OFFLINE, f"The SMS service can not be reached since {since:%d/%m/%Y %H:%M}."
    else:
        status, message = ONLINE, "The SMS service is online."
    return {
        "SmsStatus": status,
        "StatusMessage": message,
        "SmsBalance": UNCOUNTED if state.left is None else state.left,
    }


@operation
def SendSMSMessageToNumber(
    call: Call,
    messageContent: str | None,
    sender: str | None,
    mobileNumber: str | None,
    providerId: str | None,
    scheduleDate: datetime.datetime | None,
) -> Members:
    """Queue one text for one number, which is not validated: a wrong one costs as much."""
    text = call.texts.trimmed("messageContent", with_plain_lines(messageContent))
    parts = message_parts(text)
    shown = judged_sender(call.texts.optional("sender", sender))
    number = call.texts.trimmed("mobileNumber", mobileNumber)
    if not number:
        raise InvalidInput("Mobile number is required.")
    provider = known_provider(call.settings, providerId)
    order = Order(text, parts, shown, provider, schedule(scheduleDate, call.now))
    return _answer(send_to_number(call.session, call.settings, call.now, order, number))


@operation
def SendSMSMessages(
    call: Call,
    messageContent: str | None,
    sender: str | None,
    smsRecipients: list[TSMSRecipient | None] | None,
    isMarketing: bool,  # noqa: FBT001 - the interface has it here
    providerId: str | None,
    acceptReplies: bool | None,  # noqa: FBT001 - the interface has it here
    scheduleDate: datetime.datetime | None,
) -> Members:
    """Queue one text for several clients and numbers, and tell what became of each of them."""
    text = call.texts.trimmed("messageContent", with_plain_lines(messageContent))
    parts = message_parts(text)
    shown = None if acceptReplies else judged_sender(call.texts.optional("sender", sender))
    recipients = [
        Recipient(one.ClientCode, one.MobilePhone) if one is not None else Recipient(None, None)
        for one in smsRecipients or ()
    ]
    if not recipients:
        raise InvalidInput("No recipients given.")
    provider = known_provider(call.settings, providerId)
    if acceptReplies and not all(trimmed(one.client_code) for one in recipients):
        raise InvalidInput("Every recipient needs a client code.")
    scheduled = schedule(scheduleDate, call.now)
    order = Order(text, parts, shown, provider, scheduled, accept_replies=bool(acceptReplies))
    return _answer(
        send_to_recipients(call.session, call.settings, call.now, order, recipients, is_marketing=isMarketing)
    )


def _answer(sending: Sending) -> Members:
    results = [
        {
            "ClientCode": one.client_code,
            "MobilePhone": one.mobile_phone,
            "Status": one.status,
            "StatusMessage": MESSAGES[one.status],
        }
        for one in sending.results
    ]
    return {"SmsSent": sending.sent, "SmsBalance": sending.balance, "SMSResultList": results}
