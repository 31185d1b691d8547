"""What every part of the guide needs."""
