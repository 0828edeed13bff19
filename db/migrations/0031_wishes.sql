CREATE TABLE `outside_alert` (
	`id` text PRIMARY KEY NOT NULL,
	`feed_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`identifier` text NOT NULL,
	`sent_at` integer NOT NULL,
	`content_hash` text NOT NULL,
	`severity` text NOT NULL,
	`event` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`area_words` text,
	`web` text,
	`language` text NOT NULL,
	`whole` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`gone_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`feed_id`) REFERENCES `outside_feed`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outside_alert_once` ON `outside_alert` (`feed_id`,`identifier`);--> statement-breakpoint
CREATE INDEX `outside_alert_current` ON `outside_alert` (`territory_siren`,`ends_at`,`id`) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX `outside_alert_end` ON `outside_alert` (`ends_at`);--> statement-breakpoint
CREATE TABLE `outside_alert_commune` (
	`outside_alert_id` text NOT NULL,
	`commune_code` text NOT NULL,
	PRIMARY KEY(`outside_alert_id`, `commune_code`),
	FOREIGN KEY (`outside_alert_id`) REFERENCES `outside_alert`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `outside_feed` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`etag` text,
	`last_modified` text,
	`next_at` integer NOT NULL,
	`tried_at` integer,
	`read_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`error` text,
	`refused` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outside_feed_address` ON `outside_feed` (`territory_siren`,`url`);--> statement-breakpoint
CREATE INDEX `outside_feed_due` ON `outside_feed` (`next_at`);--> statement-breakpoint
CREATE TABLE `digest_slot` (
	`key` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`weekday` integer NOT NULL,
	`hour` integer NOT NULL,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `digest_slot_next` ON `digest_slot` (`next_at`);--> statement-breakpoint
CREATE TABLE `wish` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`territory_siren` text NOT NULL,
	`kind` text NOT NULL,
	`wanted` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`device_id` text,
	`user_id` text,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `device`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `wish_owner` ON `wish` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `wish_device` ON `wish` (`device_id`,`id`);--> statement-breakpoint
CREATE INDEX `wish_user` ON `wish` (`user_id`);--> statement-breakpoint
CREATE INDEX `wish_territory` ON `wish` (`territory_siren`,`kind`);--> statement-breakpoint
CREATE TABLE `wish_cause` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `wish_cause_waiting` ON `wish_cause` (`territory_siren`,`kind`,`at`) WHERE done_at is null;--> statement-breakpoint
CREATE INDEX `wish_cause_done` ON `wish_cause` (`done_at`);--> statement-breakpoint
CREATE TABLE `wish_key` (
	`key` text NOT NULL,
	`wish_id` text NOT NULL,
	PRIMARY KEY(`key`, `wish_id`),
	FOREIGN KEY (`wish_id`) REFERENCES `wish`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `wish_key_wish` ON `wish_key` (`wish_id`);--> statement-breakpoint
CREATE TABLE `wish_watch` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL
);
