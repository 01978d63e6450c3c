"""From permitted items to a ranked plan."""
