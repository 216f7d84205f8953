"""Tables of what AWS offers beyond the language's shape: functions, context object, services."""
