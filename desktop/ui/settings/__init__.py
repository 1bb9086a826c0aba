"""The parts of Settings: people, backups, the journal."""
