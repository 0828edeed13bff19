CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`at` integer NOT NULL,
	`user_id` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`change` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_territory` ON `audit` (`territory_siren`,`at`);--> statement-breakpoint
CREATE TABLE `membership` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`role` text NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `membership_once` ON `membership` (`user_id`,`role`,`scope_kind`,`scope_id`);--> statement-breakpoint
CREATE INDEX `membership_territory` ON `membership` (`territory_siren`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `device` (
	`id` text PRIMARY KEY NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`secret_hash` text NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `device_endpoint` ON `device` (`endpoint`);--> statement-breakpoint
CREATE TABLE `notification` (
	`id` text PRIMARY KEY NOT NULL,
	`outbox_id` text NOT NULL,
	`channel` text NOT NULL,
	`person` text NOT NULL,
	`subject` text NOT NULL,
	`address` text,
	`payload` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer,
	`sent_at` integer,
	`last_error` text,
	`urgent` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`outbox_id`) REFERENCES `outbox`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_once` ON `notification` (`outbox_id`,`person`,`channel`);--> statement-breakpoint
CREATE INDEX `notification_todo` ON `notification` (`next_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `notification_subject` ON `notification` (`subject`,`created_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`topic` text NOT NULL,
	`subject` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer,
	`lease_owner` text,
	`lease_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text
);
--> statement-breakpoint
CREATE INDEX `outbox_todo` ON `outbox` (`created_at`,`id`) WHERE done_at is null;--> statement-breakpoint
CREATE INDEX `outbox_subject` ON `outbox` (`subject`);--> statement-breakpoint
CREATE TABLE `incident` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`reference` text NOT NULL,
	`category_id` text NOT NULL,
	`commune_code` text NOT NULL,
	`body_id` text NOT NULL,
	`status` text NOT NULL,
	`open` integer NOT NULL,
	`lon` real NOT NULL,
	`lat` real NOT NULL,
	`accuracy` real,
	`position_approximate` integer DEFAULT false NOT NULL,
	`place` text,
	`words` text,
	`public_words` text,
	`answers` text DEFAULT '{}' NOT NULL,
	`channel` text NOT NULL,
	`entered_by` text,
	`road_ref` text,
	`routing_reason` text NOT NULL,
	`secret_hash` text NOT NULL,
	`locale` text NOT NULL,
	`published` integer DEFAULT false NOT NULL,
	`hidden_reason` text,
	`assignee_id` text,
	`planned_on` text,
	`merged_into_id` text,
	`me_too_count` integer DEFAULT 0 NOT NULL,
	`read_at` integer,
	`created_at` integer NOT NULL,
	`status_at` integer NOT NULL,
	`acknowledged_at` integer,
	`resolved_at` integer,
	`due_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`category_id`) REFERENCES `category`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commune_code`) REFERENCES `commune`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`body_id`) REFERENCES `body`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_id_unique` ON `incident` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_reference` ON `incident` (`territory_siren`,`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_secret` ON `incident` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `incident_public` ON `incident` (`territory_siren`,`published`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `incident_public_commune` ON `incident` (`commune_code`,`published`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `incident_public_category` ON `incident` (`category_id`,`published`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `incident_desk` ON `incident` (`body_id`,`open`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `incident_due` ON `incident` (`body_id`,`due_at`,`id`) WHERE open = 1;--> statement-breakpoint
CREATE INDEX `incident_assignee` ON `incident` (`assignee_id`,`open`) WHERE assignee_id is not null;--> statement-breakpoint
CREATE INDEX `incident_merged` ON `incident` (`merged_into_id`) WHERE merged_into_id is not null;--> statement-breakpoint
CREATE TABLE `incident_contact` (
	`incident_id` text PRIMARY KEY NOT NULL,
	`name` text,
	`email` text,
	`phone` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_contact_age` ON `incident_contact` (`created_at`);--> statement-breakpoint
CREATE TABLE `incident_counter` (
	`territory_siren` text NOT NULL,
	`year` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`territory_siren`, `year`)
);
--> statement-breakpoint
CREATE TABLE `incident_follower` (
	`id` text PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`kind` text NOT NULL,
	`email` text,
	`device_id` text,
	`locale` text NOT NULL,
	`stop_hash` text NOT NULL,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_follower_incident` ON `incident_follower` (`incident_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_follower_email` ON `incident_follower` (`incident_id`,`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_follower_device` ON `incident_follower` (`incident_id`,`device_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_follower_stop` ON `incident_follower` (`stop_hash`);--> statement-breakpoint
CREATE TABLE `incident_forward` (
	`id` text PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`body_id` text NOT NULL,
	`email` text NOT NULL,
	`reply_hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`body_id`) REFERENCES `body`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_forward_incident` ON `incident_forward` (`incident_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_forward_reply` ON `incident_forward` (`reply_hash`);--> statement-breakpoint
CREATE TABLE `incident_photo` (
	`incident_id` text NOT NULL,
	`media_id` text NOT NULL,
	`update_id` text NOT NULL,
	`kind` text NOT NULL,
	`position` integer NOT NULL,
	`approved` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `media_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_photo_media` ON `incident_photo` (`media_id`);--> statement-breakpoint
CREATE TABLE `incident_tile` (
	`territory_siren` text NOT NULL,
	`zoom` integer NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`open_count` integer NOT NULL,
	`closed_count` integer NOT NULL,
	`sum_lon` real NOT NULL,
	`sum_lat` real NOT NULL,
	`by_category` text NOT NULL,
	PRIMARY KEY(`territory_siren`, `zoom`, `x`, `y`)
);
--> statement-breakpoint
CREATE TABLE `incident_update` (
	`id` text PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`at` integer NOT NULL,
	`author_kind` text NOT NULL,
	`author_id` text,
	`public` integer NOT NULL,
	`kind` text NOT NULL,
	`from_status` text,
	`to_status` text,
	`words` text,
	`data` text DEFAULT '{}' NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_update_history` ON `incident_update` (`incident_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `ready_sentence` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`body_id` text,
	`status` text NOT NULL,
	`words` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ready_sentence_body` ON `ready_sentence` (`territory_siren`,`body_id`,`status`,`position`);--> statement-breakpoint
CREATE TABLE `saved_view` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_view_user` ON `saved_view` (`user_id`,`position`);--> statement-breakpoint
CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`source_sha256` text NOT NULL,
	`storage_key` text NOT NULL,
	`thumb_key` text NOT NULL,
	`content_type` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` integer NOT NULL,
	`state` text DEFAULT 'uploaded' NOT NULL,
	`upload_token_hash` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `media_orphans` ON `media` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `idempotency` (
	`key` text NOT NULL,
	`route` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer NOT NULL,
	`response` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`key`, `route`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_age` ON `idempotency` (`created_at`);--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`key` text PRIMARY KEY NOT NULL,
	`window_start` integer NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limit_age` ON `rate_limit` (`window_start`);--> statement-breakpoint
CREATE TABLE `body` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`commune_code` text,
	`email` text,
	`phone` text,
	`address` text,
	`opening_hours` text,
	`active` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commune_code`) REFERENCES `commune`(`code`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `body_territory` ON `body` (`territory_siren`,`kind`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `body_commune` ON `body` (`commune_code`);--> statement-breakpoint
CREATE TABLE `category` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`hint` text,
	`icon` text NOT NULL,
	`position` integer NOT NULL,
	`emergency` integer DEFAULT false NOT NULL,
	`public` integer DEFAULT true NOT NULL,
	`on_road` integer DEFAULT false NOT NULL,
	`questions` text DEFAULT '[]' NOT NULL,
	`target_days` integer DEFAULT 10 NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `category_slug` ON `category` (`territory_siren`,`slug`);--> statement-breakpoint
CREATE INDEX `category_order` ON `category` (`territory_siren`,`position`);--> statement-breakpoint
CREATE TABLE `commune` (
	`code` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`population` integer,
	`postal_codes` text DEFAULT '[]' NOT NULL,
	`lon` real NOT NULL,
	`lat` real NOT NULL,
	`contour` text,
	`approximate` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `commune_territory` ON `commune` (`territory_siren`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `commune_slug` ON `commune` (`territory_siren`,`slug`);--> statement-breakpoint
CREATE TABLE `directory_commune` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`epci_siren` text,
	`epci_name` text,
	`contour` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `responsibility` (
	`territory_siren` text NOT NULL,
	`category_id` text NOT NULL,
	`commune_code` text DEFAULT '' NOT NULL,
	`body_id` text,
	`target_days` integer,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`category_id`, `commune_code`),
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`category_id`) REFERENCES `category`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`body_id`) REFERENCES `body`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `responsibility_territory` ON `responsibility` (`territory_siren`);--> statement-breakpoint
CREATE TABLE `road` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`ref` text NOT NULL,
	`name` text,
	`owner` text NOT NULL,
	`body_id` text,
	`geometry` text NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`body_id`) REFERENCES `body`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `road_territory` ON `road` (`territory_siren`,`ref`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer DEFAULT (unixepoch() * 1000) NOT NULL
);
--> statement-breakpoint
CREATE TABLE `territory` (
	`siren` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`reference_prefix` text NOT NULL,
	`accent` text,
	`publication` text DEFAULT 'after-approval' NOT NULL,
	`approximate` integer DEFAULT false NOT NULL,
	`demo` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `territory_slug` ON `territory` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `territory_prefix` ON `territory` (`reference_prefix`);