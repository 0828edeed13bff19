-- How many times what each part of a commune's pack is read from was written: as long as a number stands, the part is
-- as it was (`api/communes/pack.usecases.ts`). A table that a part reads is counted here, whoever writes it; a test
-- compares both.
CREATE TABLE pack_edition (part text PRIMARY KEY NOT NULL, edition integer NOT NULL) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO pack_edition (part, edition)
VALUES ('commune', 1), ('alerts', 1), ('agenda', 1), ('aires', 1), ('trips', 1), ('incidents', 1);
--> statement-breakpoint
CREATE TRIGGER pack_edition_commune_insert AFTER INSERT ON commune
BEGIN UPDATE pack_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_commune_update AFTER UPDATE ON commune
BEGIN UPDATE pack_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_commune_delete AFTER DELETE ON commune
BEGIN UPDATE pack_edition SET edition = edition + 1; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_insert AFTER INSERT ON territory
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_update AFTER UPDATE ON territory
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_delete AFTER DELETE ON territory
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_body_insert AFTER INSERT ON body
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'incidents'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_body_update AFTER UPDATE ON body
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'incidents'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_body_delete AFTER DELETE ON body
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('commune', 'incidents'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_category_insert AFTER INSERT ON category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_category_update AFTER UPDATE ON category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_category_delete AFTER DELETE ON category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_insert AFTER INSERT ON incident
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_update AFTER UPDATE ON incident
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_delete AFTER DELETE ON incident
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_photo_insert AFTER INSERT ON incident_photo
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_photo_update AFTER UPDATE ON incident_photo
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_incident_photo_delete AFTER DELETE ON incident_photo
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'incidents'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_insert AFTER INSERT ON alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_update AFTER UPDATE ON alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_delete AFTER DELETE ON alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_commune_insert AFTER INSERT ON alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_commune_update AFTER UPDATE ON alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_alert_commune_delete AFTER DELETE ON alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_feed_insert AFTER INSERT ON outside_feed
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_feed_update AFTER UPDATE ON outside_feed
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_feed_delete AFTER DELETE ON outside_feed
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_insert AFTER INSERT ON outside_alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_update AFTER UPDATE ON outside_alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_delete AFTER DELETE ON outside_alert
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_commune_insert AFTER INSERT ON outside_alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_commune_update AFTER UPDATE ON outside_alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_outside_alert_commune_delete AFTER DELETE ON outside_alert_commune
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'alerts'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_insert AFTER INSERT ON event
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_update AFTER UPDATE ON event
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_delete AFTER DELETE ON event
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_occurrence_insert AFTER INSERT ON occurrence
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_occurrence_update AFTER UPDATE ON occurrence
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_occurrence_delete AFTER DELETE ON occurrence
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_category_insert AFTER INSERT ON event_category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_category_update AFTER UPDATE ON event_category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_category_delete AFTER DELETE ON event_category
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_contact_insert AFTER INSERT ON event_contact
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_contact_update AFTER UPDATE ON event_contact
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_contact_delete AFTER DELETE ON event_contact
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_source_insert AFTER INSERT ON event_source
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_source_update AFTER UPDATE ON event_source
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_event_source_delete AFTER DELETE ON event_source
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_organizer_insert AFTER INSERT ON organizer
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_organizer_update AFTER UPDATE ON organizer
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_organizer_delete AFTER DELETE ON organizer
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_place_insert AFTER INSERT ON place
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_place_update AFTER UPDATE ON place
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_place_delete AFTER DELETE ON place
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_aire_insert AFTER INSERT ON aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_aire_update AFTER UPDATE ON aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_aire_delete AFTER DELETE ON aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_aire_insert AFTER INSERT ON territory_aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_aire_update AFTER UPDATE ON territory_aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_territory_aire_delete AFTER DELETE ON territory_aire
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part IN ('aires', 'trips'); END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_trip_insert AFTER INSERT ON trip
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_trip_update AFTER UPDATE ON trip
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_trip_delete AFTER DELETE ON trip
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_departure_insert AFTER INSERT ON departure
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_departure_update AFTER UPDATE ON departure
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_departure_delete AFTER DELETE ON departure
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'trips'; END;
--> statement-breakpoint
-- A picture is named by what is written after it: its arrival changes nothing, nor where it lies.
CREATE TRIGGER pack_edition_media_update AFTER UPDATE OF width, height ON media
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
--> statement-breakpoint
CREATE TRIGGER pack_edition_media_delete AFTER DELETE ON media
BEGIN UPDATE pack_edition SET edition = edition + 1 WHERE part = 'agenda'; END;
