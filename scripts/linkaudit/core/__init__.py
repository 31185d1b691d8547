"""What every part needs: problems and how they are told, files and their lines."""
