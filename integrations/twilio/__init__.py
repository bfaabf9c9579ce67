"""SMS and WhatsApp by Twilio."""

from integrations.twilio.channel import Twilio

__all__ = ["Twilio"]
