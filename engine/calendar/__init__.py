"""Working days: China's holidays and make-up days, and the county's own word over them (decision 7)."""

from engine.calendar.working_days import Calendar, Day, Explained, load_calendar

__all__ = ["Calendar", "Day", "Explained", "load_calendar"]
