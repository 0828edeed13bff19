CREATE TABLE `phone_listed_follow` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`event_id` text,
	`search` text,
	`told_at` integer NOT NULL,
	`told_before` integer,
	`outcome` text,
	`marked_at` integer,
	`told_by_user_id` text,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `phone_listed`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phone_listed_follow_once` ON `phone_listed_follow` (`person_id`,`key`);--> statement-breakpoint
CREATE INDEX `phone_listed_follow_person` ON `phone_listed_follow` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `phone_listed_follow_event` ON `phone_listed_follow` (`event_id`) WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX `event_published` ON `event` (`territory_siren`,`published_at`) WHERE status = 'published';