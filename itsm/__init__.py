"""The installation: settings, root addresses, worker, start. Stands on every other app; nobody imports it."""
