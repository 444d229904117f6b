"""What leaves the house: mail as rows, written with what it tells of and sent afterwards."""
