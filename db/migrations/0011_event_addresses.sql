CREATE TABLE `event_address` (
	`address` text PRIMARY KEY NOT NULL,
	`event_seq` integer NOT NULL,
	FOREIGN KEY (`event_seq`) REFERENCES `event`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `event_address_event` ON `event_address` (`event_seq`);--> statement-breakpoint
ALTER TABLE `organizer` ADD `confirmed_at` integer;--> statement-breakpoint
CREATE INDEX `organizer_unconfirmed` ON `organizer` (`created_at`) WHERE confirmed_at is null;--> statement-breakpoint
CREATE INDEX `membership_scope` ON `membership` (`scope_kind`,`scope_id`);--> statement-breakpoint
CREATE INDEX `event_of_organizer` ON `event` (`organizer_id`);