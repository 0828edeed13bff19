-- What only a place's name or a new date of a series changes counts as a change too: readers who ask by date
-- (If-Modified-Since) are told.
CREATE TRIGGER agenda_edition_time AFTER UPDATE OF edition ON agenda_edition
BEGIN
  UPDATE agenda_edition SET changed_at = max(new.changed_at, CAST(unixepoch('subsec') * 1000 AS integer));
END;
