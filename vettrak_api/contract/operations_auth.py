"""Operations of the area auth."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ServiceBase, String, rpc
from vettrak_api.contract.types_auth import TAuthPasswordCheck
from vettrak_api.contract.types_common import TAuthenticate


class AuthOperations(ServiceBase):
    """Every operation of the area auth, whichever product exposes it."""

    @rpc(String, String, _returns=TAuthPasswordCheck)
    def CheckPasswordValidity(ctx, token, password):
        """Try a new password against the organisation's rules for passwords."""
        return ctx.udc.perform(ctx, "CheckPasswordValidity", (token, password))

    @rpc(String, String, String, _returns=TAuthenticate)
    def DoesUsernamePasswordExist(ctx, sToken, sUsername, sPassword):
        """Tell whether a username and password pair belongs to exactly one client, without logging it in."""
        return ctx.udc.perform(ctx, "DoesUsernamePasswordExist", (sToken, sUsername, sPassword))

    @rpc(String, String, _returns=TAuthenticate)
    def TriggerPortalPasswordReset(ctx, token, clientCode):
        """E-mail a client a link for setting a new portal password."""
        return ctx.udc.perform(ctx, "TriggerPortalPasswordReset", (token, clientCode))

    @rpc(String, String, String, String, _returns=TAuthenticate)
    def UpdateClientUsernamePassword(ctx, sToken, sClie_Code, sUsername, sPassword):
        """Set the username and password of a client."""
        return ctx.udc.perform(
            ctx,
            "UpdateClientUsernamePassword",
            (sToken, sClie_Code, sUsername, sPassword),
        )

    @rpc(String, String, _returns=TAuthenticate)
    def ValidateClient(ctx, sUsername, sPassword):
        """Log in with a client or staff username and password and obtain a token."""
        return ctx.udc.perform(ctx, "ValidateClient", (sUsername, sPassword))

    @rpc(String, String, _returns=TAuthenticate)
    def ValidateEmployer(ctx, sUsername, sPassword):
        """Log in with an employer username and password (legacy employer portal)."""
        return ctx.udc.perform(ctx, "ValidateEmployer", (sUsername, sPassword))

    @rpc(String, String, _returns=TAuthenticate)
    def ValidateUser(ctx, sUsername, sPassword):
        """Log in with a client or staff username and password and obtain a token, as ValidateClient does."""
        return ctx.udc.perform(ctx, "ValidateUser", (sUsername, sPassword))
