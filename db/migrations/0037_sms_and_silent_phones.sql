CREATE TABLE `sms_budget` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`price` integer NOT NULL,
	`month_limit` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sms_reserved` (
	`notification_id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`month` text NOT NULL,
	`cost` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`notification_id`) REFERENCES `notification`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sms_spend` (
	`territory_siren` text NOT NULL,
	`month` text NOT NULL,
	`spent` integer NOT NULL,
	PRIMARY KEY(`territory_siren`, `month`)
);
--> statement-breakpoint
ALTER TABLE `device` ADD `silent_told_at` integer;--> statement-breakpoint
CREATE INDEX `device_unheard` ON `device` (`last_seen_at`) WHERE removed_at is null and silent_told_at is null;