CREATE TABLE `alert` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`issuer` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`street` text,
	`translations` text DEFAULT '{}' NOT NULL,
	`whole` integer DEFAULT false NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`publish_at` integer,
	`published_at` integer,
	`changed_at` integer,
	`edition` integer DEFAULT 0 NOT NULL,
	`told_edition` integer DEFAULT 0 NOT NULL,
	`end_words` text,
	`created_at` integer NOT NULL,
	`created_by_user_id` text,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `alert_published` ON `alert` (`territory_siren`,`published_at`,`id`) WHERE published_at is not null;--> statement-breakpoint
CREATE INDEX `alert_end` ON `alert` (`territory_siren`,`ends_at`,`id`) WHERE published_at is not null;--> statement-breakpoint
CREATE INDEX `alert_unpublished` ON `alert` (`territory_siren`,`updated_at`,`id`) WHERE published_at is null;--> statement-breakpoint
CREATE INDEX `alert_to_publish` ON `alert` (`publish_at`) WHERE status = 'scheduled';--> statement-breakpoint
CREATE TABLE `alert_commune` (
	`alert_id` text NOT NULL,
	`commune_code` text NOT NULL,
	PRIMARY KEY(`alert_id`, `commune_code`),
	FOREIGN KEY (`alert_id`) REFERENCES `alert`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `alert_commune_code` ON `alert_commune` (`commune_code`);--> statement-breakpoint
CREATE TABLE `alert_entry` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_id` text NOT NULL,
	`at` integer NOT NULL,
	`user_id` text,
	`kind` text NOT NULL,
	`words` text,
	FOREIGN KEY (`alert_id`) REFERENCES `alert`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `alert_entry_order` ON `alert_entry` (`alert_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `alert_settings` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`danger_by_two` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `alert_subscription` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`device_id` text NOT NULL,
	`kinds` integer NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `device`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_subscription_device` ON `alert_subscription` (`device_id`,`commune_code`);--> statement-breakpoint
CREATE INDEX `alert_subscription_commune` ON `alert_subscription` (`commune_code`,`id`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `cursor` text;