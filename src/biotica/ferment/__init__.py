"""The jar: recipe, forecast, verdict."""
