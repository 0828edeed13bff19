CREATE INDEX `event_status` ON `event` (`territory_siren`,`status`);--> statement-breakpoint
CREATE INDEX `event_commune` ON `event` (`commune_code`,`status`);--> statement-breakpoint
CREATE INDEX `event_unchecked` ON `event` (`territory_siren`,`published_at`,`id`) WHERE status = 'published' and image_id is not null and image_checked = 0;--> statement-breakpoint
CREATE INDEX `event_entry_decision` ON `event_entry` (`at`,`event_id`) WHERE kind in ('approved', 'declined', 'revision-accepted', 'revision-declined');--> statement-breakpoint
CREATE INDEX `place_unseen` ON `place` (`territory_siren`,`created_at`,`id`) WHERE approved = 0 and merged_into_id is null;--> statement-breakpoint
CREATE INDEX `place_merged` ON `place` (`merged_into_id`) WHERE merged_into_id is not null;