"""Single sign-on and provisioning per company. No identity provider can be connected yet, so it holds no models."""
