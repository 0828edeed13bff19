CREATE TABLE `aire` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`bnlc_id` text NOT NULL,
	`owner_siren` text,
	`demo` integer DEFAULT false NOT NULL,
	`local_id` text,
	`name` text NOT NULL,
	`address` text,
	`declared_commune` text,
	`declared_insee` text,
	`commune_code` text NOT NULL,
	`commune_name` text,
	`kind` text NOT NULL,
	`updated_on` text,
	`open` integer DEFAULT true NOT NULL,
	`data_source` text,
	`lon` real NOT NULL,
	`lat` real NOT NULL,
	`spaces` integer,
	`accessible_spaces` integer,
	`max_stay_minutes` integer,
	`opening_hours` text,
	`owner` text,
	`lit` integer,
	`comment` text,
	`withdrawn_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`owner_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `aire_bnlc` ON `aire` (`bnlc_id`);--> statement-breakpoint
CREATE INDEX `aire_source` ON `aire` (`source`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX `aire_owner` ON `aire` (`owner_siren`,`id`) WHERE owner_siren is not null;--> statement-breakpoint
CREATE INDEX `aire_place` ON `aire` (`lat`,`lon`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE TABLE `aire_edition` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`edition` integer DEFAULT 0 NOT NULL,
	`margin_metres` integer DEFAULT 15000 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `territory_aire` (
	`territory_siren` text NOT NULL,
	`aire_id` text NOT NULL,
	`inside` integer NOT NULL,
	`listed` integer NOT NULL,
	`name` text NOT NULL,
	`lon` real NOT NULL,
	`lat` real NOT NULL,
	`commune_code` text NOT NULL,
	`commune_name` text,
	`search` text NOT NULL,
	`corrections` text DEFAULT '{}' NOT NULL,
	`photo_id` text,
	`description` text,
	`sheltered` integer,
	`charging` integer,
	`bikes` integer,
	`bus_lines` text DEFAULT '[]' NOT NULL,
	`accessibility` text,
	`waiting` integer,
	`hidden` integer DEFAULT false NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`territory_siren`, `aire_id`),
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`aire_id`) REFERENCES `aire`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `territory_aire_list` ON `territory_aire` (`territory_siren`,`listed`,`name`,`aire_id`);--> statement-breakpoint
CREATE INDEX `territory_aire_commune` ON `territory_aire` (`territory_siren`,`commune_code`,`listed`,`name`,`aire_id`);--> statement-breakpoint
CREATE INDEX `territory_aire_aire` ON `territory_aire` (`aire_id`);--> statement-breakpoint
CREATE INDEX `territory_aire_photo` ON `territory_aire` (`photo_id`) WHERE photo_id is not null;--> statement-breakpoint
CREATE TABLE `travel_time` (
	`territory_siren` text NOT NULL,
	`origin_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`seconds` integer,
	`metres` integer,
	`source` text NOT NULL,
	PRIMARY KEY(`territory_siren`, `origin_id`, `destination_id`),
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `travel_time_source` ON `travel_time` (`territory_siren`,`source`,`origin_id`);