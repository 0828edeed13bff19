CREATE TABLE `booking` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`departure_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`traveller_id` text NOT NULL,
	`ride_id` text NOT NULL,
	`leg` integer DEFAULT 1 NOT NULL,
	`seats` integer NOT NULL,
	`pick_up_id` text NOT NULL,
	`drop_off_id` text NOT NULL,
	`pick_up_at` integer NOT NULL,
	`drop_off_at` integer NOT NULL,
	`metres` integer NOT NULL,
	`detour_seconds` integer NOT NULL,
	`price_cents` integer NOT NULL,
	`status` text NOT NULL,
	`deadline_at` integer NOT NULL,
	`accepted_at` integer,
	`cancelled_at` integer,
	`cancelled_by` text,
	`cancel_reason` text,
	`cancel_words` text,
	`proposed_pick_up_at` integer,
	`driver_confirmed_at` integer,
	`passenger_confirmed_at` integer,
	`driver_thanks` integer DEFAULT false NOT NULL,
	`passenger_thanks` integer DEFAULT false NOT NULL,
	`entered_by_user_id` text,
	`answer_hash` text NOT NULL,
	`share_hash` text NOT NULL,
	`deadline_reminded_at` integer,
	`day_reminded_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`departure_id`) REFERENCES `departure`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`driver_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `booking_once` ON `booking` (`departure_id`,`traveller_id`) WHERE status <> 'CANCELLED';--> statement-breakpoint
CREATE UNIQUE INDEX `booking_answer` ON `booking` (`answer_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `booking_share` ON `booking` (`share_hash`);--> statement-breakpoint
CREATE INDEX `booking_departure` ON `booking` (`departure_id`,`status`);--> statement-breakpoint
CREATE INDEX `booking_driver` ON `booking` (`driver_id`,`pick_up_at`,`id`);--> statement-breakpoint
CREATE INDEX `booking_traveller` ON `booking` (`traveller_id`,`pick_up_at`,`id`);--> statement-breakpoint
CREATE INDEX `booking_ride` ON `booking` (`ride_id`);--> statement-breakpoint
CREATE INDEX `booking_waiting` ON `booking` (`deadline_at`) WHERE status = 'WAITING_CONFIRMATION';--> statement-breakpoint
CREATE INDEX `booking_coming` ON `booking` (`pick_up_at`) WHERE status = 'CONFIRMED';--> statement-breakpoint
CREATE INDEX `booking_over` ON `booking` (`drop_off_at`);--> statement-breakpoint
CREATE TABLE `booking_message` (
	`id` text PRIMARY KEY NOT NULL,
	`booking_id` text NOT NULL,
	`author_kind` text NOT NULL,
	`words` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `booking`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `booking_message_order` ON `booking_message` (`booking_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `carpool_count` (
	`territory_siren` text NOT NULL,
	`day` text NOT NULL,
	`hour` integer NOT NULL,
	`kind` text NOT NULL,
	`origin_id` text DEFAULT '' NOT NULL,
	`destination_id` text DEFAULT '' NOT NULL,
	`count` integer NOT NULL,
	`metres` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`territory_siren`, `day`, `kind`, `hour`, `origin_id`, `destination_id`)
);
--> statement-breakpoint
CREATE TABLE `carpool_sequence` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `departure` (
	`id` text PRIMARY KEY NOT NULL,
	`trip_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`traveller_id` text NOT NULL,
	`day` text NOT NULL,
	`origin_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`depart_at` integer NOT NULL,
	`seats` integer NOT NULL,
	`seats_left` integer NOT NULL,
	`detour_limit` integer NOT NULL,
	`detour_used` integer DEFAULT 0 NOT NULL,
	`wishes` integer DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`sequence` integer NOT NULL,
	FOREIGN KEY (`trip_id`) REFERENCES `trip`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `departure_day` ON `departure` (`trip_id`,`day`);--> statement-breakpoint
CREATE INDEX `departure_sequence` ON `departure` (`territory_siren`,`sequence`);--> statement-breakpoint
CREATE INDEX `departure_time` ON `departure` (`territory_siren`,`depart_at`);--> statement-breakpoint
CREATE INDEX `departure_traveller` ON `departure` (`traveller_id`,`depart_at`);--> statement-breakpoint
CREATE INDEX `departure_origin` ON `departure` (`origin_id`,`depart_at`);--> statement-breakpoint
CREATE INDEX `departure_destination` ON `departure` (`destination_id`,`depart_at`);--> statement-breakpoint
CREATE TABLE `ride_request` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`traveller_id` text NOT NULL,
	`from_name` text NOT NULL,
	`to_name` text NOT NULL,
	`from_reaches` text NOT NULL,
	`to_reaches` text NOT NULL,
	`by` text NOT NULL,
	`wall_time` text NOT NULL,
	`flex_minutes` integer NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`weekdays` integer DEFAULT 0 NOT NULL,
	`seats` integer NOT NULL,
	`needs` integer DEFAULT 0 NOT NULL,
	`transfers` integer DEFAULT true NOT NULL,
	`note` text,
	`event_id` text,
	`status` text DEFAULT 'open' NOT NULL,
	`entered_by_user_id` text,
	`checked_sequence` integer DEFAULT 0 NOT NULL,
	`told_at` integer,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ride_request_traveller` ON `ride_request` (`traveller_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `ride_request_open` ON `ride_request` (`territory_siren`,`checked_sequence`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `ride_request_over` ON `ride_request` (`last_day`);--> statement-breakpoint
CREATE INDEX `ride_request_event` ON `ride_request` (`event_id`) WHERE event_id is not null;--> statement-breakpoint
CREATE TABLE `traveller` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`user_id` text,
	`name` text NOT NULL,
	`phone` text,
	`phone_shared` integer DEFAULT false NOT NULL,
	`woman` integer,
	`minor` integer DEFAULT false NOT NULL,
	`guardian_email` text,
	`guardian_hash` text,
	`guardian_agreed_at` integer,
	`agreed_at` integer,
	`locale` text NOT NULL,
	`entered_by_user_id` text,
	`suspended_at` integer,
	`suspended_reason` text,
	`created_at` integer NOT NULL,
	`active_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `traveller_user` ON `traveller` (`user_id`,`territory_siren`);--> statement-breakpoint
CREATE UNIQUE INDEX `traveller_guardian` ON `traveller` (`guardian_hash`);--> statement-breakpoint
CREATE INDEX `traveller_active` ON `traveller` (`active_at`);--> statement-breakpoint
CREATE INDEX `traveller_suspended` ON `traveller` (`territory_siren`,`suspended_at`) WHERE suspended_at is not null;--> statement-breakpoint
CREATE TABLE `traveller_block` (
	`blocker_id` text NOT NULL,
	`blocked_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`blocker_id`, `blocked_id`),
	FOREIGN KEY (`blocker_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`blocked_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `traveller_block_other` ON `traveller_block` (`blocked_id`);--> statement-breakpoint
CREATE TABLE `traveller_report` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`reporter_id` text NOT NULL,
	`reported_id` text NOT NULL,
	`booking_id` text,
	`reason` text NOT NULL,
	`words` text,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	`settled_by_user_id` text,
	`settled_words` text
);
--> statement-breakpoint
CREATE INDEX `traveller_report_open` ON `traveller_report` (`territory_siren`,`created_at`,`id`) WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX `traveller_report_about` ON `traveller_report` (`reported_id`);--> statement-breakpoint
CREATE INDEX `traveller_report_age` ON `traveller_report` (`created_at`);--> statement-breakpoint
CREATE TABLE `trip` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`traveller_id` text NOT NULL,
	`origin_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`wall_time` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text,
	`weekdays` integer DEFAULT 0 NOT NULL,
	`holidays_off` integer DEFAULT true NOT NULL,
	`exceptions` text DEFAULT '[]' NOT NULL,
	`seats` integer NOT NULL,
	`detour_limit` integer NOT NULL,
	`cost_cents` integer DEFAULT 0 NOT NULL,
	`wishes` integer DEFAULT 0 NOT NULL,
	`note` text,
	`status` text DEFAULT 'active' NOT NULL,
	`return_of_id` text,
	`event_id` text,
	`entered_by_user_id` text,
	`expanded_until` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trip_traveller` ON `trip` (`traveller_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `trip_to_expand` ON `trip` (`expanded_until`) WHERE status = 'active' and weekdays > 0;--> statement-breakpoint
CREATE INDEX `trip_return` ON `trip` (`return_of_id`) WHERE return_of_id is not null;--> statement-breakpoint
CREATE INDEX `trip_event` ON `trip` (`event_id`) WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX `trip_updated` ON `trip` (`updated_at`);