CREATE VIRTUAL TABLE incident_public_fts USING fts5(
  reference, words, place, commune, category,
  content='', contentless_delete=1, prefix='2 3 4', tokenize="unicode61 remove_diacritics 2"
);
--> statement-breakpoint
CREATE VIRTUAL TABLE incident_staff_fts USING fts5(
  reference, words, place, commune, category,
  content='', contentless_delete=1, prefix='2 3 4', tokenize="unicode61 remove_diacritics 2"
);
--> statement-breakpoint
CREATE VIRTUAL TABLE incident_rtree USING rtree(
  seq, min_lon, max_lon, min_lat, max_lat, +territory_siren TEXT, +category_id TEXT, +open INTEGER, +published INTEGER
);
--> statement-breakpoint
CREATE TRIGGER incident_update_keeps_history_1 BEFORE UPDATE ON incident_update
BEGIN SELECT RAISE(ABORT, 'an incident''s history cannot be rewritten'); END;
--> statement-breakpoint
CREATE TRIGGER incident_update_keeps_history_2 BEFORE DELETE ON incident_update
BEGIN SELECT RAISE(ABORT, 'an incident''s history cannot be rewritten'); END;
--> statement-breakpoint
CREATE TRIGGER audit_keeps_history_1 BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be rewritten'); END;
--> statement-breakpoint
CREATE TRIGGER audit_keeps_history_2 BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be rewritten'); END;
