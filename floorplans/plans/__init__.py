"""A floor plan as a document: what it says, how it is read, compared, and translated to other formats. Pure."""
