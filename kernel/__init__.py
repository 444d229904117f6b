"""Value types and small laws that two or more rooms use; knows no table and no clock."""
