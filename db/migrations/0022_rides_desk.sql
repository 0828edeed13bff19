CREATE TABLE `desk_call` (
	`booking_id` text NOT NULL,
	`role` text NOT NULL,
	`traveller_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`topic` text NOT NULL,
	`news_at` integer NOT NULL,
	`pick_up_at` integer NOT NULL,
	`called_at` integer,
	`called_by_user_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`booking_id`, `role`),
	FOREIGN KEY (`booking_id`) REFERENCES `booking`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `desk_call_open` ON `desk_call` (`territory_siren`,`pick_up_at`,`booking_id`,`role`) WHERE called_at is null;--> statement-breakpoint
CREATE INDEX `desk_call_time` ON `desk_call` (`territory_siren`,`pick_up_at`,`booking_id`,`role`);--> statement-breakpoint
CREATE INDEX `desk_call_traveller` ON `desk_call` (`traveller_id`);--> statement-breakpoint
CREATE TABLE `desk_traveller` (
	`traveller_id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`name_key` text NOT NULL,
	`phone_key` text NOT NULL,
	`consent_at` integer NOT NULL,
	`consent_by_user_id` text NOT NULL,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `desk_traveller_once` ON `desk_traveller` (`territory_siren`,`name_key`,`phone_key`);--> statement-breakpoint
CREATE INDEX `desk_traveller_list` ON `desk_traveller` (`territory_siren`,`name_key`,`traveller_id`);--> statement-breakpoint
CREATE TABLE `desk_traveller_key` (
	`territory_siren` text NOT NULL,
	`key` text NOT NULL,
	`traveller_id` text NOT NULL,
	PRIMARY KEY(`territory_siren`, `key`, `traveller_id`),
	FOREIGN KEY (`traveller_id`) REFERENCES `desk_traveller`(`traveller_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `desk_traveller_key_of` ON `desk_traveller_key` (`traveller_id`);