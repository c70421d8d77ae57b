//! GatewayLogin: a gateway in front of the bank vouches for the user by a JWT that it has signed.

use user_directory_runtime::{BuildError, FixedHeader, Secret};

use super::value::check_token;

/// Makes the scheme that sends a given JWT.
pub(crate) fn gateway_login(jwt: &Secret) -> Result<FixedHeader, BuildError> {
    let jwt = check_token("JWT for GatewayLogin", jwt)?;
    FixedHeader::authorization(&Secret::new(format!("GatewayLogin token=\"{}\"", jwt.expose())))
}
