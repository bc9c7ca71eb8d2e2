"""The commands by subject; `dashboard.cli` loads each module once one of its commands is asked for."""
