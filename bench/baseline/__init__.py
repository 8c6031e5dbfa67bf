"""The naive page everything is compared with."""
