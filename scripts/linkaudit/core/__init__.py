"""What every part needs: problems and how they are reported, files and their lines."""
