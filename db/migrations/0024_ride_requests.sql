CREATE TABLE `ride_request_match` (
	`request_id` text NOT NULL,
	`departure_id` text NOT NULL,
	`trip_id` text NOT NULL,
	`ride` text,
	`found_at` integer NOT NULL,
	`told_at` integer,
	`tell_id` text,
	PRIMARY KEY(`request_id`, `departure_id`),
	FOREIGN KEY (`request_id`) REFERENCES `ride_request`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ride_request_match_waiting` ON `ride_request_match` (`request_id`) WHERE told_at is null;--> statement-breakpoint
CREATE TABLE `ride_request_watch` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`edition` integer DEFAULT 0 NOT NULL,
	`sequence` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE `ride_request` ADD `told_day` text;--> statement-breakpoint
ALTER TABLE `ride_request` ADD `told_count` integer DEFAULT 0 NOT NULL;