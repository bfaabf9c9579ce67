"""The outside world: channels and registries. All of the network code lives here."""
