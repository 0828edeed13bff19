CREATE TABLE `alert_follow` (
	`id` text PRIMARY KEY NOT NULL,
	`follower_id` text NOT NULL,
	`channel` text NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`kinds` integer NOT NULL,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`follower_id`) REFERENCES `alert_follower`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_follow_once` ON `alert_follow` (`follower_id`,`commune_code`);--> statement-breakpoint
CREATE INDEX `alert_follow_commune` ON `alert_follow` (`channel`,`commune_code`,`id`) WHERE confirmed_at is not null;--> statement-breakpoint
CREATE INDEX `alert_follow_unconfirmed` ON `alert_follow` (`created_at`) WHERE confirmed_at is null;--> statement-breakpoint
CREATE TABLE `alert_follower` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`address` text NOT NULL,
	`locale` text NOT NULL,
	`device_id` text,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	`code_hash` text,
	`code_until` integer,
	`code_tries` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `device`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_follower_address` ON `alert_follower` (`channel`,`address`);--> statement-breakpoint
CREATE INDEX `alert_follower_device` ON `alert_follower` (`device_id`) WHERE device_id is not null;--> statement-breakpoint
CREATE INDEX `alert_follower_unconfirmed` ON `alert_follower` (`created_at`) WHERE confirmed_at is null;