"""The person: profile, reference, colon, production."""
