"""Where the emulator does not do what AWS does: each of these cases must fail there, or leave the table."""

_UNCHECKED = "it checks nothing here"
_HANDLES = "it knows the latest receipt handle only, and refuses all others as none at all"

EMULATOR_DIFFERS = {
    "test_a_batch_with_a_message_without_a_group_is_refused_as_a_whole": "it refuses the one message only",
    "test_a_deduplication_id_of_a_standard_queue_is_refused": _UNCHECKED,
    "test_a_handle_expires_with_its_visibility": "it deletes whatever was received",
    "test_a_policy_for_dead_letters_must_make_sense": "it says InvalidAttributeValue",
    "test_a_purge_forgets_what_was_sent": "it goes on remembering",
    "test_a_second_purge_within_a_minute_is_refused": _UNCHECKED,
    "test_a_star_asks_for_all_attributes": "it knows .* only",
    "test_an_attribute_without_a_value_is_refused": _UNCHECKED,
    "test_an_earlier_handle_changes_visibility": _HANDLES,
    "test_an_earlier_handle_of_a_fifo_queue_is_refused": _HANDLES,
    "test_as_many_messages_of_a_group_come_together_as_possible": "it goes by the time of sending alone",
    "test_attributes_count_towards_the_size": "it counts the body only",
    "test_attributes_of_fifo_queues_are_unknown_to_others": _UNCHECKED,
    "test_dead_letters_of_a_fifo_queue_need_one": _UNCHECKED,
    "test_delays_are_up_to_fifteen_minutes": _UNCHECKED,
    "test_deleting_again_succeeds": _HANDLES,
    "test_deleting_with_an_earlier_handle_succeeds": _HANDLES,
    "test_ids_are_up_to_128_characters_of_ascii_without_spaces": _UNCHECKED,
    "test_more_than_ten_attributes_are_refused": _UNCHECKED,
    "test_names_are_up_to_80_letters_digits_hyphens_and_underscores": _UNCHECKED,
    "test_names_of_standard_queues_do_not_end_in_fifo": "it makes a FIFO queue of it",
    "test_no_attributes_without_names": "it tells all",
    "test_one_of_a_group_visible_again_comes_alone": "its group waits for all that are in flight",
    "test_scope_and_throughput_of_a_new_fifo_queue": "it tells only what was given",
    "test_the_kind_of_a_queue_stays": _UNCHECKED,
    "test_times_a_receive_asks_for_have_limits": _UNCHECKED,
    "test_visibility_beyond_twelve_hours_is_refused": _UNCHECKED,
    "test_visibility_of_a_deleted_message_is_refused": _HANDLES,
}
