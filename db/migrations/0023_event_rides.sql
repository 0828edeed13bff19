DROP INDEX `trip_event`;--> statement-breakpoint
ALTER TABLE `trip` ADD `event_date` text;--> statement-breakpoint
CREATE INDEX `trip_event_day` ON `trip` (`territory_siren`,`first_day`) WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX `trip_event` ON `trip` (`event_id`,`event_date`) WHERE event_id is not null;--> statement-breakpoint
CREATE TRIGGER agenda_edition_ride_insert AFTER INSERT ON departure
  WHEN (SELECT event_id FROM trip WHERE id = new.trip_id) IS NOT NULL
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER agenda_edition_ride_update AFTER UPDATE OF seats_left, status ON departure
  WHEN (old.seats_left > 0 AND old.status = 'open') <> (new.seats_left > 0 AND new.status = 'open')
    AND (SELECT event_id FROM trip WHERE id = new.trip_id) IS NOT NULL
BEGIN UPDATE agenda_edition SET edition = edition + 1; END;
