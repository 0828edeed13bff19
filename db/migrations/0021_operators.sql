CREATE TABLE `carpool_operator` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`domain` text NOT NULL,
	`name` text NOT NULL,
	`base_url` text,
	`key_hash` text,
	`key_turn` integer DEFAULT 0 NOT NULL,
	`key_made_at` integer,
	`sealed_key` text,
	`enabled` integer DEFAULT true NOT NULL,
	`opens` text NOT NULL,
	`asks` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `carpool_operator_domain` ON `carpool_operator` (`territory_siren`,`domain`);--> statement-breakpoint
CREATE UNIQUE INDEX `carpool_operator_key` ON `carpool_operator` (`key_hash`) WHERE key_hash is not null;--> statement-breakpoint
CREATE TABLE `foreign_booking` (
	`booking_id` text PRIMARY KEY NOT NULL,
	`operator_id` text NOT NULL,
	`told` text NOT NULL,
	`queued` text NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `booking`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`operator_id`) REFERENCES `carpool_operator`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `foreign_booking_open` ON `foreign_booking` (`booking_id`) WHERE queued not in ('CANCELLED', 'VALIDATED');--> statement-breakpoint
CREATE TABLE `foreign_traveller` (
	`traveller_id` text PRIMARY KEY NOT NULL,
	`operator_id` text NOT NULL,
	`foreign_id` text NOT NULL,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`operator_id`) REFERENCES `carpool_operator`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `foreign_traveller_id` ON `foreign_traveller` (`operator_id`,`foreign_id`);--> statement-breakpoint
CREATE TABLE `ride_elsewhere` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`operator_id` text NOT NULL,
	`traveller_id` text NOT NULL,
	`journey_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`driver_name` text NOT NULL,
	`pick_up_name` text,
	`pick_up_lat` real NOT NULL,
	`pick_up_lng` real NOT NULL,
	`drop_off_name` text,
	`drop_off_lat` real NOT NULL,
	`drop_off_lng` real NOT NULL,
	`pick_up_at` integer NOT NULL,
	`drop_off_at` integer NOT NULL,
	`metres` integer,
	`price_cents` integer,
	`web_url` text,
	`status` text NOT NULL,
	`told` text,
	`ended_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`operator_id`) REFERENCES `carpool_operator`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ride_elsewhere_traveller` ON `ride_elsewhere` (`traveller_id`,`pick_up_at`,`id`);--> statement-breakpoint
CREATE INDEX `ride_elsewhere_over` ON `ride_elsewhere` (`drop_off_at`);--> statement-breakpoint
CREATE TABLE `ride_elsewhere_message` (
	`id` text PRIMARY KEY NOT NULL,
	`ride_id` text NOT NULL,
	`mine` integer NOT NULL,
	`words` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ride_id`) REFERENCES `ride_elsewhere`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ride_elsewhere_message_order` ON `ride_elsewhere_message` (`ride_id`,`created_at`,`id`);