"""Where definitions live: one module for each kind of file that can hold one."""
