DROP INDEX `desk_traveller_once`;--> statement-breakpoint
ALTER TABLE `desk_traveller` ADD `helper_user_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `desk_traveller_helped_once` ON `desk_traveller` (`helper_user_id`,`territory_siren`,`name_key`,`phone_key`) WHERE helper_user_id is not null;--> statement-breakpoint
CREATE INDEX `desk_traveller_helper` ON `desk_traveller` (`helper_user_id`,`territory_siren`,`name_key`,`traveller_id`) WHERE helper_user_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `desk_traveller_once` ON `desk_traveller` (`territory_siren`,`name_key`,`phone_key`) WHERE helper_user_id is null;--> statement-breakpoint
ALTER TABLE `desk_call` ADD `helper_user_id` text;--> statement-breakpoint
CREATE INDEX `desk_call_helper` ON `desk_call` (`helper_user_id`,`territory_siren`,`pick_up_at`,`booking_id`,`role`) WHERE helper_user_id is not null;