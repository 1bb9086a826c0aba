"""One function per thing that a person does; plain blocking Python."""
