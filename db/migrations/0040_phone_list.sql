CREATE TABLE `phone_list_call` (
	`alert_id` text NOT NULL,
	`person_id` text NOT NULL,
	`outcome` text,
	`edition` integer NOT NULL,
	`marked_at` integer NOT NULL,
	`marked_by_user_id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`alert_id`, `person_id`),
	FOREIGN KEY (`alert_id`) REFERENCES `alert`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `phone_listed`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `phone_list_call_person` ON `phone_list_call` (`person_id`);--> statement-breakpoint
CREATE INDEX `phone_list_call_marked` ON `phone_list_call` (`marked_at`);--> statement-breakpoint
CREATE TABLE `phone_listed` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`name_key` text NOT NULL,
	`phone` text NOT NULL,
	`note` text,
	`kinds` integer NOT NULL,
	`consent_at` integer NOT NULL,
	`consent_by_user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phone_listed_once` ON `phone_listed` (`commune_code`,`phone`,`name_key`);--> statement-breakpoint
CREATE INDEX `phone_listed_order` ON `phone_listed` (`territory_siren`,`commune_code`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `phone_listed_consent` ON `phone_listed` (`consent_at`);