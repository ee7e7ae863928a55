"""Who acts in a history: scripts that do over HTTP what the form, the desk and its browser do."""
