"""Value types and small rules that two or more apps use; knows no table and no clock."""
