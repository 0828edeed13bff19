DROP INDEX `occurrence_territory`;--> statement-breakpoint
DROP INDEX `occurrence_commune`;--> statement-breakpoint
ALTER TABLE `occurrence` ADD `ord` integer GENERATED ALWAYS AS (case when listed then (start_at / 60000 - 15778080) * 134217728 + event_seq end) VIRTUAL;--> statement-breakpoint
CREATE INDEX `occurrence_ord` ON `occurrence` (`ord`,`end_at`);--> statement-breakpoint
CREATE INDEX `occurrence_event` ON `occurrence` (`event_seq`,`ord`);--> statement-breakpoint
CREATE INDEX `occurrence_long` ON `occurrence` (`territory_siren`,`end_at`,`ord`) WHERE end_at - start_at > 86400000;--> statement-breakpoint
ALTER TABLE `event` ADD `list_keys` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `event` ADD `list_bits` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE TABLE occurrence_key (
  key integer NOT NULL, ord integer NOT NULL, bits integer NOT NULL, PRIMARY KEY (key, ord)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER occurrence_key_insert AFTER INSERT ON occurrence WHEN new.listed
BEGIN
  INSERT OR IGNORE INTO occurrence_key (key, ord, bits)
  SELECT k.value, new.ord, e.list_bits +
    (CASE WHEN new.end_at - new.start_at > 86400000 THEN 2047 ELSE (new.end_at - new.start_at) / 60000 END << 26)
  FROM event e, json_each(e.list_keys) k WHERE e.seq = new.event_seq;
END;
--> statement-breakpoint
CREATE TRIGGER occurrence_key_delete AFTER DELETE ON occurrence WHEN old.listed
BEGIN
  DELETE FROM occurrence_key WHERE ord = old.ord
    AND key IN (SELECT k.value FROM event e, json_each(e.list_keys) k WHERE e.seq = old.event_seq);
  INSERT OR IGNORE INTO occurrence_key (key, ord, bits)
  SELECT k.value, o.ord, e.list_bits +
    (CASE WHEN o.end_at - o.start_at > 86400000 THEN 2047 ELSE (o.end_at - o.start_at) / 60000 END << 26)
  FROM occurrence o JOIN event e ON e.seq = o.event_seq, json_each(e.list_keys) k WHERE o.ord = old.ord;
END;
--> statement-breakpoint
CREATE TRIGGER occurrence_key_update AFTER UPDATE OF start_at, end_at, listed ON occurrence
  WHEN old.start_at <> new.start_at OR old.end_at <> new.end_at OR old.listed <> new.listed
BEGIN
  DELETE FROM occurrence_key WHERE ord IN (old.ord, new.ord)
    AND key IN (SELECT k.value FROM event e, json_each(e.list_keys) k WHERE e.seq = new.event_seq);
  INSERT OR IGNORE INTO occurrence_key (key, ord, bits)
  SELECT k.value, o.ord, e.list_bits +
    (CASE WHEN o.end_at - o.start_at > 86400000 THEN 2047 ELSE (o.end_at - o.start_at) / 60000 END << 26)
  FROM occurrence o JOIN event e ON e.seq = o.event_seq, json_each(e.list_keys) k
  WHERE o.ord IN (old.ord, new.ord);
END;
--> statement-breakpoint
CREATE TRIGGER occurrence_key_event AFTER UPDATE OF list_keys, list_bits ON event
  WHEN old.list_keys <> new.list_keys OR old.list_bits <> new.list_bits
BEGIN
  DELETE FROM occurrence_key WHERE key IN (SELECT value FROM json_each(old.list_keys))
    AND ord IN (SELECT ord FROM occurrence WHERE event_seq = new.seq AND ord IS NOT NULL);
  INSERT OR IGNORE INTO occurrence_key (key, ord, bits)
  SELECT k.value, o.ord, new.list_bits +
    (CASE WHEN o.end_at - o.start_at > 86400000 THEN 2047 ELSE (o.end_at - o.start_at) / 60000 END << 26)
  FROM occurrence o, json_each(new.list_keys) k WHERE o.event_seq = new.seq AND o.ord IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER occurrence_key_event_delete BEFORE DELETE ON event
BEGIN
  DELETE FROM occurrence WHERE event_seq = old.seq;
END;
--> statement-breakpoint
CREATE TABLE agenda_edition (
  id integer PRIMARY KEY NOT NULL CHECK (id = 1), edition integer NOT NULL, changed_at integer NOT NULL
);
--> statement-breakpoint
INSERT INTO agenda_edition (id, edition, changed_at) VALUES (1, 1, 0);
--> statement-breakpoint
CREATE TRIGGER agenda_edition_event_insert AFTER INSERT ON event
BEGIN UPDATE agenda_edition SET edition = edition + 1, changed_at = max(changed_at, new.updated_at); END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_event_update AFTER UPDATE ON event
BEGIN UPDATE agenda_edition SET edition = edition + 1, changed_at = max(changed_at, new.updated_at); END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_event_delete AFTER DELETE ON event
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_occurrence_insert AFTER INSERT ON occurrence
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_occurrence_update AFTER UPDATE ON occurrence
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_occurrence_delete AFTER DELETE ON occurrence
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_place AFTER UPDATE ON place
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_organizer AFTER UPDATE ON organizer
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_category_insert AFTER INSERT ON event_category
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_category_update AFTER UPDATE ON event_category
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_commune AFTER UPDATE OF name ON commune
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_source AFTER UPDATE OF name ON event_source
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
INSERT INTO event_category (id, territory_siren, slug, name, icon, position, active, version)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' ||
  substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), territory.siren, kind.column1, kind.column2, kind.column3,
  kind.column4, 1, 1
FROM territory, (VALUES ('concert', 'Concert', 'music', 0),
    ('spectacle', 'Spectacle', 'drama', 1),
    ('marche', 'Marché', 'shopping-basket', 2),
    ('fete-brocante', 'Fête et brocante', 'party-popper', 3),
    ('loto-jeux', 'Loto et jeux', 'dices', 4),
    ('sport', 'Sport', 'trophy', 5),
    ('atelier', 'Atelier', 'palette', 6),
    ('exposition', 'Exposition', 'frame', 7),
    ('cinema', 'Cinéma', 'clapperboard', 8),
    ('conference', 'Conférence et rencontre', 'presentation', 9),
    ('enfants', 'Enfants et familles', 'blocks', 10),
    ('vie-associative', 'Vie associative', 'users', 11),
    ('ceremonie', 'Cérémonie', 'landmark', 12),
    ('randonnee-nature', 'Randonnée et nature', 'trees', 13),
    ('autre', 'Autre', 'calendar', 14)) kind
WHERE NOT EXISTS (SELECT 1 FROM event_category own WHERE own.territory_siren = territory.siren);
